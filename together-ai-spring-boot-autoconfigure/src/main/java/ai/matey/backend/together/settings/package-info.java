/**
 * Settings of a {@link ai.matey.backend.together.TogetherAIBackendAdapter}.
 */
@NullMarked
package ai.matey.backend.together.settings;

import org.jspecify.annotations.NullMarked;
