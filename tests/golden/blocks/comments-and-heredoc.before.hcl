/* Two listeners,
   one of them a heredoc away */
ui = true // yes
listener "tcp" { # first
  address = "0.0.0.0:8200"  /* all */
  tls_disable = "true"  # plaintext
  // kept
}

telemetry {
  note = <<-END
    listener "tcp" { tls_disable = 1 }
    END
  tags = ["a", "b", # not c
  ]
}
