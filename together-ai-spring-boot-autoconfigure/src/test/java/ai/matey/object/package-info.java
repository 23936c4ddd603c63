@NullMarked
package ai.matey.object;

import org.jspecify.annotations.NullMarked;
