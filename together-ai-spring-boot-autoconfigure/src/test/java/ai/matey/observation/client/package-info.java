@NullMarked
package ai.matey.observation.client;

import org.jspecify.annotations.NullMarked;
