@NullMarked
package ai.matey.tool;

import org.jspecify.annotations.NullMarked;
