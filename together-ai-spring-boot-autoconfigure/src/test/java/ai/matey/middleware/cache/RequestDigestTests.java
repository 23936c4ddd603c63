package ai.matey.middleware.cache;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRole;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The digest is written by hand, so this looks at the records themselves: each variant of
 * a request that differs in one value, however deep, must have a digest of its own. A
 * field that is added to the IR and forgotten in the digest fails here.
 */
class RequestDigestTests {

	private static final Set<String> NEVER_SENT = Set.of("metadata", "deadlines", "maxAttempts", "assembleResponse");

	private static final int DEPTH = 6;

	@Test
	void everyValueOfARequestCounts() throws ReflectiveOperationException {
		List<Object> variants = variants(IRChatRequest.class, 0);
		Map<String, Object> digests = new LinkedHashMap<>();
		for (Object variant : variants) {
			Object same = digests.put(digest((IRChatRequest) variant), variant);
			assertThat(same).as("has the same digest as " + describe(variant)).isNull();
		}
		assertThat(variants).hasSizeGreaterThan(100);
	}

	@Test
	void whatIsNeverSentDoesNotCount() {
		IRChatRequest request = IRChatRequest.of("Hi");
		IRChatRequest other = request.mutate()
			.metadata(IRMetadata.builder().requestId("other").build())
			.deadlines(IRDeadlines.INHERIT.withTotal(java.time.Duration.ofSeconds(1)))
			.maxAttempts(7)
			.build();
		assertThat(digest(other)).isEqualTo(digest(request));
	}

	@Test
	void borderBetweenTextsCounts() {
		assertThat(new RequestDigest().text("ab").text("c").hex())
			.isNotEqualTo(new RequestDigest().text("a").text("bc").hex());
		assertThat(new RequestDigest().text(null).hex()).isNotEqualTo(new RequestDigest().text("").hex());
	}

	private static String digest(IRChatRequest request) {
		return new RequestDigest().request(request).hex();
	}

	/**
	 * Values of a type that all differ. Of a record: one with the first value of each
	 * component, and for each further value of each component one that differs in it.
	 */
	private static List<Object> variants(Type type, int depth) throws ReflectiveOperationException {
		if (depth > DEPTH) {
			return List.of();
		}
		if (type instanceof ParameterizedType generic) {
			Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
			return (generic.getRawType() == List.class) ? lists(last, depth) : maps(last);
		}
		Class<?> raw = (Class<?>) type;
		if (raw.isSealed()) {
			List<Object> all = new ArrayList<>();
			for (Class<?> permitted : raw.getPermittedSubclasses()) {
				all.addAll(variants(permitted, depth));
			}
			return all;
		}
		if (raw.isEnum()) {
			return Arrays.asList(raw.getEnumConstants());
		}
		return raw.isRecord() ? records(raw, depth) : simple(raw);
	}

	private static List<Object> records(Class<?> type, int depth) throws ReflectiveOperationException {
		List<List<@Nullable Object>> values = new ArrayList<>();
		for (RecordComponent component : type.getRecordComponents()) {
			List<@Nullable Object> own = new ArrayList<>();
			if (type == IRChatRequest.class && NEVER_SENT.contains(component.getName())) {
				own.add(fixed(component.getName()));
			}
			else {
				own.addAll(variants(component.getGenericType(), depth + 1));
				if (isNullable(component)) {
					own.add(null);
				}
			}
			values.add(own);
		}
		Constructor<?> constructor = canonical(type);
		List<Object> all = new ArrayList<>();
		all.add(create(constructor, values, -1, 0));
		for (int i = 0; i < values.size(); i++) {
			for (int j = 1; j < values.get(i).size(); j++) {
				all.add(create(constructor, values, i, j));
			}
		}
		return all;
	}

	private static @Nullable Object fixed(String name) {
		return switch (name) {
			case "metadata" -> IRMetadata.builder().build();
			case "deadlines" -> IRDeadlines.INHERIT;
			case "assembleResponse" -> true;
			default -> null;
		};
	}

	private static boolean isNullable(RecordComponent component) {
		return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
	}

	private static Constructor<?> canonical(Class<?> type) throws NoSuchMethodException {
		Constructor<?> constructor = type.getDeclaredConstructor(
				Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new));
		constructor.setAccessible(true);
		return constructor;
	}

	private static Object create(Constructor<?> constructor, List<List<@Nullable Object>> values, int changed,
			int choice) throws ReflectiveOperationException {
		@Nullable Object[] arguments = new @Nullable Object[values.size()];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = values.get(i).get((i == changed) ? choice : 0);
		}
		try {
			return constructor.newInstance(arguments);
		}
		catch (InvocationTargetException ex) {
			throw new IllegalStateException("Cannot make a " + constructor.getDeclaringClass(), ex);
		}
	}

	private static List<Object> lists(Type element, int depth) throws ReflectiveOperationException {
		List<Object> elements = variants(element, depth + 1);
		List<Object> lists = new ArrayList<>();
		elements.forEach((value) -> lists.add(List.of(value)));
		if (!elements.isEmpty()) {
			lists.add(List.of(elements.get(0), elements.get(0)));
		}
		lists.add(List.of());
		return lists;
	}

	private static List<Object> maps(Type value) {
		if (value == Double.class) {
			return List.of(Map.of("1", 1.0), Map.of("1", 2.0), Map.of("2", 1.0), Map.of());
		}
		return List.of(Map.of("a", "x"), Map.of("a", "y"), Map.of("b", "x"), Map.of("a", List.of("x")),
				Map.of("a", List.of("x", "x")), Map.of("a", Map.of("b", 1)), Map.of("a", true), Map.of("a", "true"),
				Map.of());
	}

	private static List<Object> simple(Class<?> type) {
		if (type == String.class) {
			return List.of("one", "two", "");
		}
		if (type == Boolean.class || type == boolean.class) {
			return List.of(true, false);
		}
		if (type == Integer.class) {
			return List.of(1, 2);
		}
		if (type == Long.class) {
			return List.of(1L, 2L);
		}
		if (type == BigInteger.class) {
			return List.of(BigInteger.ONE, BigInteger.TWO);
		}
		if (type == Double.class) {
			return List.of(0.5, 0.25);
		}
		throw new IllegalStateException("Teach this test values of " + type);
	}

	private static String describe(Object request) {
		IRChatRequest chat = (IRChatRequest) request;
		return chat.messages().stream().map((message) -> message.role() + " " + message.content()).toList() + " "
				+ chat.parameters() + " " + chat.tools() + " " + chat.toolChoice() + " " + chat.responseFormat() + " "
				+ IRRole.values().length;
	}

}
