@NullMarked
package ai.matey.middleware;

import org.jspecify.annotations.NullMarked;
