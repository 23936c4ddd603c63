@NullMarked
package ai.matey.pacing;

import org.jspecify.annotations.NullMarked;
