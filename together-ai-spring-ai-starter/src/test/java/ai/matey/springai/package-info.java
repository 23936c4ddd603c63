@NullMarked
package ai.matey.springai;

import org.jspecify.annotations.NullMarked;
