@NullMarked
package ai.matey.test.together.service;

import org.jspecify.annotations.NullMarked;
