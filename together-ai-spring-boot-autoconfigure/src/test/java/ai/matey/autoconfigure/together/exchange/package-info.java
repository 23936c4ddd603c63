@NullMarked
package ai.matey.autoconfigure.together.exchange;

import org.jspecify.annotations.NullMarked;
