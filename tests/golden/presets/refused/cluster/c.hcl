listener "tcp" {
  address = "0.0.0.0:8200"
}
storage "raft" {
  retry_join {
    leader_api_addr = "http://other:8200"
  }
}
