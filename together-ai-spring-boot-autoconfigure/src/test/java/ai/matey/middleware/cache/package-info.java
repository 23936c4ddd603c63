@NullMarked
package ai.matey.middleware.cache;

import org.jspecify.annotations.NullMarked;
