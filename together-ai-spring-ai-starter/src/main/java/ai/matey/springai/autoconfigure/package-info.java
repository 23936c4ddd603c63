/**
 * Auto-configuration for Spring AI's models on Together AI.
 */
@NullMarked
package ai.matey.springai.autoconfigure;

import org.jspecify.annotations.NullMarked;
