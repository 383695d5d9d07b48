"listener" "tcp" {
}
