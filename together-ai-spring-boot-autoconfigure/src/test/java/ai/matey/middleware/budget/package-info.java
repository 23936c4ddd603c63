@NullMarked
package ai.matey.middleware.budget;

import org.jspecify.annotations.NullMarked;
