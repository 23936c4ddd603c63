/**
 * Support for FakeTogether in Spring tests.
 */
@NullMarked
package ai.matey.test.together.spring;

import org.jspecify.annotations.NullMarked;
