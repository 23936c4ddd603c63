@NullMarked
package ai.matey.observation;

import org.jspecify.annotations.NullMarked;
