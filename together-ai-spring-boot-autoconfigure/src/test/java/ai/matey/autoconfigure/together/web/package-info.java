@NullMarked
package ai.matey.autoconfigure.together.web;

import org.jspecify.annotations.NullMarked;
