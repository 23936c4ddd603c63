/**
 * What can go wrong: one exception type per decision that a caller makes. Their messages
 * are made for a person and never hold a key or a prompt.
 */
@NullMarked
package ai.matey.errors;

import org.jspecify.annotations.NullMarked;
