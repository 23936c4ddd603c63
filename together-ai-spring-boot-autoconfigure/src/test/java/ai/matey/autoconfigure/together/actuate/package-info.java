@NullMarked
package ai.matey.autoconfigure.together.actuate;

import org.jspecify.annotations.NullMarked;
