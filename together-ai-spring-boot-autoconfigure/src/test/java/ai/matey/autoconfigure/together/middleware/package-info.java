@NullMarked
package ai.matey.autoconfigure.together.middleware;

import org.jspecify.annotations.NullMarked;
