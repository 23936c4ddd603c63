/**
 * Paces attempts so that a provider's rate limits are used fully but not exceeded: learns
 * the sustainable rate from rejections, lets calls wait their turn within limits, and
 * shares both with other instances through a store.
 */
@NullMarked
package ai.matey.pacing;

import org.jspecify.annotations.NullMarked;
