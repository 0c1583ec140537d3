"""Operations of the provincial database."""
