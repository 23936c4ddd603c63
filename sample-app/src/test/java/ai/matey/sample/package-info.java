@NullMarked
package ai.matey.sample;

import org.jspecify.annotations.NullMarked;
