package ai.matey.autoconfigure.together.exchange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.springframework.http.HttpHeaders;

/**
 * The secrets of an exchange: the values of all request headers that are not known to be
 * harmless. A server may repeat them anywhere. Immutable.
 */
final class ExchangeSecrets {

	/** All other headers of a request may contain secrets. */
	private static final Set<String> HARMLESS = Set.of("accept", "accept-encoding", "content-length", "content-type",
			"traceparent", "user-agent");

	private static final Set<String> NEVER_KEPT = Set.of("set-cookie", "set-cookie2", "authorization",
			"www-authenticate");

	/** Shorter values, such as a number, are no secrets and occur by chance. */
	private static final int MIN_LENGTH = 8;

	private static final String BEARER = "Bearer ";

	private final HttpHeaders headers;

	private final List<String> values;

	ExchangeSecrets(HttpHeaders headers) {
		this.headers = headers;
		this.values = values(headers);
	}

	/**
	 * Return a text without the secrets.
	 */
	String removedFrom(String text) {
		String result = text;
		for (String value : this.values) {
			result = result.replace(value, "[key]");
		}
		return result;
	}

	/**
	 * Return the headers of the request without the secrets.
	 */
	Map<String, List<String>> requestHeaders() {
		Map<String, List<String>> kept = new LinkedHashMap<>();
		this.headers.forEach((name, values) -> {
			String lowerCase = name.toLowerCase(Locale.ROOT);
			kept.put(lowerCase, HARMLESS.contains(lowerCase) ? List.copyOf(values) : List.of("[removed]"));
		});
		return kept;
	}

	/**
	 * Return the headers of a response without the secrets and without its own.
	 */
	Map<String, List<String>> responseHeaders(HttpHeaders headers) {
		Map<String, List<String>> kept = new LinkedHashMap<>();
		headers.forEach((name, values) -> {
			String lowerCase = name.toLowerCase(Locale.ROOT);
			kept.put(lowerCase, NEVER_KEPT.contains(lowerCase) ? List.of("[removed]")
					: values.stream().map(this::removedFrom).toList());
		});
		return kept;
	}

	/**
	 * The longest first, since one may be a part of another.
	 */
	private static List<String> values(HttpHeaders headers) {
		List<String> found = new ArrayList<>();
		headers.forEach((name, values) -> {
			String lowerCase = name.toLowerCase(Locale.ROOT);
			if (lowerCase.equals("authorization")) {
				values.stream()
					.map(ExchangeSecrets::withoutScheme)
					.filter((value) -> !value.isBlank())
					.forEach(found::add);
			}
			else if (!HARMLESS.contains(lowerCase)) {
				values.stream().filter((value) -> value.length() >= MIN_LENGTH).forEach(found::add);
			}
		});
		return found.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
	}

	private static String withoutScheme(String authorization) {
		return authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()).strip() : authorization;
	}

}
