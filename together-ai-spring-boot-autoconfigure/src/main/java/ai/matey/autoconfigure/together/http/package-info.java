/**
 * HTTP libraries below the clients: how the settings of a client reach the library that
 * the application has chosen. Types here are no API.
 */
@NullMarked
package ai.matey.autoconfigure.together.http;

import org.jspecify.annotations.NullMarked;
