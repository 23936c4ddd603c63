package ai.matey.sample;

import io.netty.channel.ChannelOption;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Hooks;

/**
 * Limits for clients that stop sending or reading.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayProperties.class)
class ServerConfiguration {

	private static final Log logger = LogFactory.getLog(ServerConfiguration.class);

	// Enough for 1 MB/s if a packet and its acknowledgement take 100 ms. Linux doubles it
	private static final int SEND_BUFFER = 64 * 1024;

	/**
	 * A client that disconnects often causes two failures: nobody receives the second
	 * one, and it is not an error of the gateway.
	 */
	@Bean
	InitializingBean droppedErrors() {
		return () -> Hooks.onErrorDropped((failure) -> {
			if (GatewayErrorHandler.isClientGone(failure)) {
				logger.debug("A client left", failure);
			}
			else {
				logger.error("An error came after the end of its call", failure);
			}
		});
	}

	/**
	 * Otherwise Linux would take 2 MB or more for each client that does not read. Until
	 * these are full, streams keep all threads busy, and other calls wait.
	 */
	@Bean
	NettyServerCustomizer sendBuffer() {
		return (server) -> server.childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER);
	}

	/**
	 * Ends incomplete requests. {@code server.netty.idle-timeout} ends connections
	 * without a request.
	 */
	@Bean
	NettyServerCustomizer requestTimeouts(GatewayProperties properties) {
		return (server) -> server.readTimeout(properties.readTimeout()).requestTimeout(properties.requestTimeout());
	}

}
