package ai.matey.autoconfigure.together;

import java.time.Duration;
import java.util.Objects;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import ai.matey.autoconfigure.together.middleware.TogetherMiddlewareAutoConfiguration;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;

/**
 * Small applications with the auto-configurations that an application with the starter
 * has.
 */
final class TestContexts {

	static final Duration TIMEOUT = Duration.ofSeconds(20);

	static final String MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	private TestContexts() {
	}

	static ApplicationContextRunner runner() {
		return configured(new ApplicationContextRunner());
	}

	static <S extends AbstractApplicationContextRunner<S, ?, ?>> S configured(S runner) {
		return runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class,
				HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, TogetherAutoConfiguration.class, BridgeAutoConfiguration.class,
				TogetherMiddlewareAutoConfiguration.class));
	}

	static IRChatRequest question() {
		return IRChatRequest.of("Hello!").mutate().model(MODEL).build();
	}

	static IRChatResponse ask(Bridge bridge) {
		return Objects.requireNonNull(bridge.chat(question()).block(TIMEOUT));
	}

}
