@NullMarked
package ai.matey.middleware.alias;

import org.jspecify.annotations.NullMarked;
