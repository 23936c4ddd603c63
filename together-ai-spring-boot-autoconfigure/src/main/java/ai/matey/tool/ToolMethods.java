package ai.matey.tool;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRTool;
import ai.matey.schema.MethodArguments;

/**
 * Finds the tool methods of an object.
 */
final class ToolMethods {

	private ToolMethods() {
	}

	static List<Tool> tools(Object... beans) {
		List<Tool> tools = new ArrayList<>();
		for (Object bean : beans) {
			List<Method> methods = methods(bean.getClass());
			if (methods.isEmpty()) {
				throw new IllegalArgumentException(
						bean.getClass().getName() + " has no method that is marked with @ToolMethod");
			}
			methods.forEach((method) -> tools.add(tool(bean, method)));
		}
		return tools;
	}

	/**
	 * The class of a proxy overrides methods without their annotations, so annotations
	 * are also searched in superclasses and interfaces. The method that is called is the
	 * proxy's.
	 */
	private static List<Method> methods(Class<?> type) {
		Map<String, Method> found = new LinkedHashMap<>();
		collect(type, found);
		return found.values().stream().sorted(Comparator.comparing(Method::getName)).toList();
	}

	private static void collect(@Nullable Class<?> type, Map<String, Method> found) {
		if (type == null || type == Object.class) {
			return;
		}
		for (Method method : type.getDeclaredMethods()) {
			if (method.isAnnotationPresent(ToolMethod.class) && !method.isBridge()) {
				found.putIfAbsent(method.getName() + Arrays.toString(method.getParameterTypes()), method);
			}
		}
		collect(type.getSuperclass(), found);
		for (Class<?> contract : type.getInterfaces()) {
			collect(contract, found);
		}
	}

	private static Tool tool(Object bean, Method method) {
		ToolMethod mark = method.getAnnotation(ToolMethod.class);
		String name = mark.name().isEmpty() ? method.getName() : mark.name();
		try {
			method.setAccessible(true);
		}
		catch (InaccessibleObjectException ex) {
			throw new IllegalArgumentException(describe(method) + " is marked with @ToolMethod but cannot be called",
					ex);
		}
		MethodArguments arguments = MethodArguments.of(method, (parameter) -> parameter.getType() != ToolContext.class);
		Object target = Modifier.isStatic(method.getModifiers()) ? method.getDeclaringClass() : bean;
		return Tool.of(new IRTool(name, mark.value(), arguments.schema()), (json) -> {
			@Nullable Object[] values = arguments.read(json);
			return (context) -> invoke(method, target, values, context);
		});
	}

	private static @Nullable Object invoke(Method method, Object target, @Nullable Object[] values, ToolContext context)
			throws Exception {
		Class<?>[] types = method.getParameterTypes();
		for (int i = 0; i < types.length; i++) {
			if (types[i] == ToolContext.class) {
				values[i] = context;
			}
		}
		try {
			return method.invoke(target, values);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof Exception failure) {
				throw failure;
			}
			throw ex;
		}
	}

	private static String describe(Method method) {
		return method.getDeclaringClass().getName() + "." + method.getName();
	}

}
