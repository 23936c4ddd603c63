@NullMarked
package ai.matey.schema;

import org.jspecify.annotations.NullMarked;
