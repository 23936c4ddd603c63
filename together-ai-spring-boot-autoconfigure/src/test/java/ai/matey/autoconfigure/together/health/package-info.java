@NullMarked
package ai.matey.autoconfigure.together.health;

import org.jspecify.annotations.NullMarked;
