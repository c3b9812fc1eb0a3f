/** DynamoDB Local in this process, with the tables of template.yaml: under the local server and under the tests. */
@NullMarked
package dev.latchkey.emulator;

import org.jspecify.annotations.NullMarked;
