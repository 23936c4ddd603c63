@NullMarked
package ai.matey.test.together.junit;

import org.jspecify.annotations.NullMarked;
