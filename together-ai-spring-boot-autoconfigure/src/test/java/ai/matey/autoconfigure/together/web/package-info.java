@NullUnmarked
package ai.matey.autoconfigure.together.web;

import org.jspecify.annotations.NullUnmarked;
