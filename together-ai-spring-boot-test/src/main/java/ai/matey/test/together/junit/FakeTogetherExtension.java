package ai.matey.test.together.junit;

import java.time.Duration;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.FakeTogetherBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a {@link FakeTogether} for a test class, resets it before each test and stops it
 * after the last one. {@link FakeTogetherTest} registers the extension with its defaults;
 * use a static field for other settings:
 *
 * <pre class="code">
 * &#064;RegisterExtension
 * static final FakeTogetherExtension FAKE = FakeTogetherExtension.of(FakeTogether.builder().apiKey("secret"));
 * </pre>
 *
 * An extension in an instance field starts a server for each test.
 *
 * @since 0.1.0
 */
public final class FakeTogetherExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

	private final FakeTogetherBuilder builder;

	private volatile @Nullable FakeTogether current;

	/**
	 * Create an extension whose server responds immediately and accepts any API key.
	 */
	public FakeTogetherExtension() {
		this(FakeTogether.builder().pace(Duration.ZERO));
	}

	private FakeTogetherExtension(FakeTogetherBuilder builder) {
		this.builder = builder;
	}

	/**
	 * Create an extension that starts its server with a builder.
	 * @param builder the builder
	 * @return the extension
	 */
	public static FakeTogetherExtension of(FakeTogetherBuilder builder) {
		return new FakeTogetherExtension(builder);
	}

	/**
	 * Return the running server.
	 * @return the server
	 * @throws IllegalStateException if called before the first test of the class
	 */
	public FakeTogether server() {
		FakeTogether server = this.current;
		if (server == null) {
			throw new IllegalStateException("FakeTogether does not run before the first test of the class");
		}
		return server;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		server(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		server(context).reset();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == FakeTogether.class;
	}

	@Override
	public FakeTogether resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return server(context);
	}

	private FakeTogether server(ExtensionContext context) {
		// The store closes its values when its context ends.
		FakeTogether server = context.getStore(Namespace.create(FakeTogetherExtension.class, this))
			.computeIfAbsent(FakeTogether.class, (key) -> this.builder.start(), FakeTogether.class);
		this.current = server;
		return server;
	}

}
