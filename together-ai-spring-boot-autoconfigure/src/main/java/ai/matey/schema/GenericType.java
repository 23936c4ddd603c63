package ai.matey.schema;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * A class with one type argument.
 *
 * @param rawType the class
 * @param argument its type argument
 */
record GenericType(Class<?> rawType, Type argument) implements ParameterizedType {

	@Override
	public Type[] getActualTypeArguments() {
		return new Type[] { this.argument };
	}

	@Override
	public Type getRawType() {
		return this.rawType;
	}

	@Override
	public @Nullable Type getOwnerType() {
		return null;
	}

	@Override
	public String getTypeName() {
		return this.rawType.getTypeName() + "<" + this.argument.getTypeName() + ">";
	}

}
