package dev.latchkey.localstack;

/** On a server that somebody has started: the system property {@code dynamodb.endpoint} says where. */
class EndpointIT extends StoreTests {}
