/** HTTP/1.1 for the AWS SDK over plain sockets, with a pool of connections of its own. */
@NullMarked
package dev.latchkey.httpclient;

import org.jspecify.annotations.NullMarked;
