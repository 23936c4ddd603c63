/**
 * Shares learned rates through Redis, with Bucket4j's module for Lettuce.
 */
@NullMarked
package ai.matey.pacing.redis;

import org.jspecify.annotations.NullMarked;
