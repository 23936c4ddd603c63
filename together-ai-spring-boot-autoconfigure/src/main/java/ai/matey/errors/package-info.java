/**
 * The exceptions for failed calls, with one type for each decision that a caller makes.
 * Their messages are human-readable and never contain a key or a prompt.
 */
@NullMarked
package ai.matey.errors;

import org.jspecify.annotations.NullMarked;
