package dev.latchkey.local.gateway;

import dev.latchkey.template.Route;
import java.util.Map;

/**
 * A path of the API that a request's path fits.
 *
 * @param resource the path as the template has it
 * @param methods the routes of that path by method, ANY among them
 * @param pathParameters the values of its path parameters, decoded
 */
record RouteMatch(String resource, Map<String, Route> methods, Map<String, String> pathParameters) {}
