package dev.latchkey.local.gateway;

/** Why a REST API answers on its own; what it answers is in {@link Facts}. */
enum Cause {
    /** The path or the method is not there. */
    NO_ROUTE,
    /** The same, with an Authorization header that is no signature of AWS. */
    NO_ROUTE_WITH_TOKEN,
    /** The same, with one that is. */
    NO_ROUTE_WITH_SIGNATURE,
    /** What the authorizer is asked about is missing, and it is not asked. */
    NO_IDENTITY,
    /** The authorizer failed with the word Unauthorized. */
    AUTHORIZER_SAID_UNAUTHORIZED,
    /** The authorizer's policy denies the request. */
    POLICY_DENIES,
    /** The authorizer's policy does not mention the request. */
    POLICY_DOES_NOT_ALLOW,
    /** The authorizer failed, or had no instance to run in. */
    AUTHORIZER_FAILED,
    /** The authorizer answered in a form that cannot be understood. */
    AUTHORIZER_ANSWER_MALFORMED,
    /** The body is over 10 MB. */
    BODY_TOO_LARGE,
    /** The function crashed, or ran out of memory or time. */
    FUNCTION_FAILED,
    /** The function had no instance to run in. */
    FUNCTION_THROTTLED,
    /** The function answered in a form that cannot be understood. */
    FUNCTION_ANSWER_MALFORMED,
    /** A preflight came with a body that the mock behind it cannot read. */
    PREFLIGHT_BODY_MALFORMED
}
