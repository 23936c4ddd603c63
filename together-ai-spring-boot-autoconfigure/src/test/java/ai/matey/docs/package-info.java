@NullMarked
package ai.matey.docs;

import org.jspecify.annotations.NullMarked;
