package ai.matey.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Indicates a method that models may call, see {@link Tool#from(Object...)}.
 *
 * <pre class="code">
 * &#064;ToolMethod("The weather in a city")
 * Weather weather(&#064;JsonPropertyDescription("Name of the city") String city, &#064;Nullable LocalDate day) {
 *     return this.service.weather(city, day);
 * }
 * </pre>
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolMethod {

	/**
	 * Return the description of the tool, written for the model.
	 * @return the description
	 */
	String value();

	/**
	 * Return the name of the tool.
	 * @return the name; the name of the method by default
	 */
	String name() default "";

}
