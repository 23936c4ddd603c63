@NullMarked
package ai.matey.pacing.redis;

import org.jspecify.annotations.NullMarked;
