package ai.matey.test.together.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Starts a {@link ai.matey.test.together.FakeTogether} with the application context of
 * the test, sets {@code together.base-url} and {@code together.api-key} accordingly and
 * registers the server as a bean. It is reset before each test and stopped with its
 * context.
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * &#064;AutoConfigureFakeTogether
 * class MyTests {
 *
 *     &#064;Autowired
 *     FakeTogether fake;
 *
 * }
 * </pre>
 *
 * Test classes with equal attributes share a cached context and with it the server, so do
 * not run them in parallel.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface AutoConfigureFakeTogether {

	/**
	 * The only API key that the server accepts, which the application is configured to
	 * use.
	 * @return the API key
	 */
	String apiKey() default "fake-key";

	/**
	 * The speed of responses.
	 * @return the number of tokens per second, or 0 to respond at once
	 */
	double tokensPerSecond() default 0;

	/**
	 * The names of chat models to add to the built-in models.
	 * @return the names
	 */
	String[] models() default {};

	/**
	 * Whether to accept all model names.
	 * @return {@code true} to accept all
	 */
	boolean anyModel() default false;

}
