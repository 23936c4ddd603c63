@NullMarked
package ai.matey.ir;

import org.jspecify.annotations.NullMarked;
