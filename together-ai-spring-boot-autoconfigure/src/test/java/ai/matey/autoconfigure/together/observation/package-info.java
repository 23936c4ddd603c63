@NullMarked
package ai.matey.autoconfigure.together.observation;

import org.jspecify.annotations.NullMarked;
