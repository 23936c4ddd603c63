@NullMarked
package ai.matey.test.together;

import org.jspecify.annotations.NullMarked;
