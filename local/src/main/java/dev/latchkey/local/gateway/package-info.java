/** A REST API of API Gateway on one machine: routes, authorizers, CORS and its own answers, as the template has them. */
@NullMarked
package dev.latchkey.local.gateway;

import org.jspecify.annotations.NullMarked;
