/**
 * The HTTP libraries of the clients, which apply the settings of a client to the library
 * that the application has chosen. Types here are not part of the API.
 */
@NullMarked
package ai.matey.autoconfigure.together.http;

import org.jspecify.annotations.NullMarked;
