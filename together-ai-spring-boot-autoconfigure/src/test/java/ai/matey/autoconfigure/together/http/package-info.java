@NullMarked
package ai.matey.autoconfigure.together.http;

import org.jspecify.annotations.NullMarked;
