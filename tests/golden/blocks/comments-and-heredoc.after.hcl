/* Two listeners,
   one of them a heredoc away */
ui = true // yes
api_addr = "https://vault:8200"
listener "tcp" { # first
  address = "0.0.0.0:8200"  /* all */
  tls_cert_file = "/etc/certs/tls.crt"
  tls_key_file = "/etc/certs/tls.key"
  tls_client_ca_file = "/etc/certs/ca.crt"
  tls_require_and_verify_client_cert = true
  // kept
}

telemetry {
  note = <<-END
    listener "tcp" { tls_disable = 1 }
    END
  tags = ["a", "b", # not c
  ]
}
