package com.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;

@SpringBootApplication
@RestController
public class DemoApplication {

	private final Bridge bridge;

	DemoApplication(Bridge bridge) {
		this.bridge = bridge;
	}

	@GetMapping("/ask")
	String ask(@RequestParam String question) {
		return this.bridge.chat(IRChatRequest.of(question)).block().text();
	}

	public static void main(String[] args) {
		SpringApplication.run(DemoApplication.class, args);
	}

}
