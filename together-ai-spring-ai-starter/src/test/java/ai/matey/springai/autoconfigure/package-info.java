@NullMarked
package ai.matey.springai.autoconfigure;

import org.jspecify.annotations.NullMarked;
